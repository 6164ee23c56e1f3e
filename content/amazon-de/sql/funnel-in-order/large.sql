-- 1,000,000 rows of 100,000 {{people}} over thirty days.
INSERT INTO {{table}}
SELECT i,
       i % 100000,
       CASE WHEN hash(i) % 20 < 9 THEN '{{k1}}'
            WHEN hash(i) % 20 < 13 THEN '{{k2}}'
            WHEN hash(i) % 20 < 15 THEN '{{k3}}'
            WHEN hash(i) % 20 < 19 THEN '{{other}}'
       END,
       TIMESTAMP '2025-05-01' + to_minutes(CAST(hash(i + 1) % 43200 AS BIGINT))
FROM range(1000000) r(i);
