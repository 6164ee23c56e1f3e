INSERT INTO {{parents}}
SELECT i, CASE WHEN hash(i) % 3 = 0 THEN '{{here}}' ELSE '{{there}}' END
FROM range(1, 20001) r(i);

INSERT INTO {{children}}
SELECT i,
       1 + CAST(floor(power(hash(i) % 100000 / 100000.0, 2) * 15000) AS INTEGER),
       CASE hash(i, 1) % 8 WHEN 0 THEN '{{kind1}}' WHEN 1 THEN '{{kind2}}' WHEN 2 THEN NULL ELSE '{{kind3}}' END,
       TIMESTAMP '2024-01-01 00:00:00' + INTERVAL (CAST(hash(i, 2) % 1051200 AS INTEGER)) MINUTE,
       CAST(hash(i, 3) % 20000 AS INTEGER) / 100.0
FROM range(1000000) r(i);
