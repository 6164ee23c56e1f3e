INSERT INTO {{versions}}
SELECT CAST(i % 400 AS {{key_type}}),
       TIMESTAMP '2023-01-01 00:00:00' + INTERVAL 1 DAY * CAST(i // 400 * 60 + hash(i) % 60 AS INTEGER),
       CAST(1 + hash(i + 7) % 900 AS INTEGER)
FROM range(2400) r(i);

INSERT INTO {{facts}}
SELECT i,
       CAST(CAST(408 * pow((hash(i) % 1000003) / 1000003.0, 2) AS INTEGER) AS {{key_type}}),
       TIMESTAMP '2023-01-01 00:00:00' + INTERVAL 1 MINUTE * CAST(hash(i + 1) % 525600 AS INTEGER),
       CAST(1 + hash(i + 2) % 9 AS INTEGER)
FROM range(1000000) r(i);
