-- 50,000 {{people}}, 20 rows each; most of them are close to the first one.
INSERT INTO {{table}}
SELECT i,
       i % 50000,
       TIMESTAMP '2024-03-01 00:00:00'
         + to_days(CAST(hash(i % 50000) % 500 AS INTEGER))
         + to_days(CAST((i // 50000) * (i // 50000) * (hash(i % 50000 + 7) % 5) AS INTEGER))
         + to_seconds(CAST(hash(i) % 86400 AS BIGINT)),
       CASE WHEN hash(i) % 9 = 0 THEN NULL ELSE 'kind ' || CAST(hash(i) % 4 AS VARCHAR) END
FROM range(1000000) r(i);
