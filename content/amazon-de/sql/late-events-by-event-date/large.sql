INSERT INTO {{facts}}
SELECT i,
       TIMESTAMP '2024-01-01 00:00:00' + INTERVAL 1 SECOND * CAST(hash(i) % 31536000 AS INTEGER),
       TIMESTAMP '2024-01-01 00:00:00' + INTERVAL 1 SECOND * CAST(hash(i) % 31536000
         + CASE WHEN hash(i + 1) % 10 < 8 THEN hash(i + 2) % 600 ELSE hash(i + 2) % {{span_seconds}} END AS INTEGER)
FROM range(540000) r(i);

INSERT INTO {{facts}}
SELECT i * 9,
       TIMESTAMP '2024-01-01 00:00:00' + INTERVAL 1 SECOND * CAST(hash(i * 9) % 31536000 AS INTEGER),
       TIMESTAMP '2024-01-01 00:00:00' + INTERVAL 1 SECOND * CAST(hash(i * 9) % 31536000
         + {{span_seconds}} + hash(i + 3) % 90000 AS INTEGER)
FROM range(60000) r(i);
