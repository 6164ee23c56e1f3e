INSERT INTO {{periods}}
SELECT i,
       DATE '2023-01-01' + CAST(hash(i) % 700 AS INTEGER),
       CASE WHEN i % 10 = 0 THEN NULL
            ELSE DATE '2023-01-01' + CAST(hash(i) % 700 + hash(i + 1) % 30 AS INTEGER) END
FROM range(60) r(i);

INSERT INTO {{facts}}
SELECT i, TIMESTAMP '2023-01-01 00:00:00' + INTERVAL 1 SECOND * CAST(hash(i) % 63158400 AS INTEGER)
FROM range(1000000) r(i);
