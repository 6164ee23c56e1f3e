-- 1,000,000 {{things}} of 2,000 {{places}} over 250 days; each {{place}} is closed on some days.
INSERT INTO {{table}}
SELECT i,
       i % 2000,
       DATE '2024-10-01' + CAST(hash(i % 2000 + 3) % 40 + hash(i) % 70 * 3 AS INTEGER),
       CAST(hash(i + 1) % 60 AS INTEGER) - 4
FROM range(1000000) r(i);
