-- 1,000,000 {{things}} of 100 {{places}} over nine weeks: most are closed one day a week, every tenth opens once a week.
INSERT INTO {{table}}
SELECT i,
       i % 100,
       DATE '2024-10-01' + CAST(hash(i % 100 + 3) % 40 AS INTEGER)
         + CASE WHEN i % 10 = 0 THEN CAST(hash(i) % 9 AS INTEGER) * 7
                ELSE CAST(hash(i) % 54 + hash(i) % 54 // 6 AS INTEGER) END,
       CAST(hash(i + 1) % 60 AS INTEGER) - 4
FROM range(1000000) r(i);
