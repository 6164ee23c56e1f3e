-- 120,000 {{people}} and 1,000,000 rows of what they did; about one in eight {{people}} has none.
INSERT INTO {{base}}
SELECT i,
       DATE '{{since}}' - 20 + CAST(hash(i) % 80 AS INTEGER),
       CASE WHEN hash(i + 5) % 10 = 0 THEN NULL ELSE 'x' || CAST(hash(i + 9) % 12 AS VARCHAR) END
FROM range(120000) r(i);
INSERT INTO {{table}}
SELECT i % 105000,
       DATE '{{since}}' - 20 + CAST(hash(i % 105000) % 80 AS INTEGER)
         + CAST((hash(i) % 12) * (hash(i + 1) % 6) AS INTEGER)
FROM range(1000000) r(i);
