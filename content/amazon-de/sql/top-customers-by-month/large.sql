INSERT INTO {{people}}
SELECT i, 'Name ' || (i % 255), CASE WHEN i % 9 > 0 THEN 'group ' || (i % 8) END
FROM range(1, 301) r(i);

INSERT INTO {{table}}
SELECT i,
       1 + (hash(i) % 300) * (hash(i + 7000000) % 300) // 300,
       TIMESTAMP '2023-01-01 00:00:00' + to_seconds(CAST(hash(i + 3000000) % 63072000 AS BIGINT)),
       {{made}}
FROM range(1000000) r(i);
