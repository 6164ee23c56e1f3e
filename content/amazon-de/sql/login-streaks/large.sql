-- 1,000,000 {{things}} of 20,000 {{people}} over 120 days.
INSERT INTO {{table}}
SELECT i,
       i % 20000,
       TIMESTAMP '{{since}}'
         + to_days(CAST(hash(i) % (20 + hash(i % 20000) % 100) AS INTEGER))
         + to_seconds(CAST(hash(i + 1) % 86400 AS BIGINT)),
       CASE WHEN hash(i + 4) % 8 = 0 THEN NULL ELSE 'c' || CAST(hash(i + 6) % 30 AS VARCHAR) END
FROM range(1000000) r(i);
