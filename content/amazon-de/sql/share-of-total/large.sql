INSERT INTO {{table}}
SELECT i,
       '{{grp}} ' || (hash(i) % 60) * (hash(i + 7000000) % 60) // 60,
       CASE WHEN hash(i + 3000000) % 30 > 0 THEN '{{item}} ' || (hash(i + 3000000) % 700) * (hash(i + 4000000) % 700) // 700 END,
       DATE '2023-01-01' + CAST(hash(i + 5000000) % 730 AS INTEGER),
       CAST(hash(i + 9000000) % 900 AS INTEGER)
FROM range(1000000) r(i);
