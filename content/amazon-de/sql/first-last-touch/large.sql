INSERT INTO {{goals}}
SELECT i,
       TIMESTAMP '2024-01-01 00:00:00' + to_minutes(CAST(hash(i + 1000000) % 260000 AS BIGINT)),
       CASE WHEN i % 11 > 0 THEN 'g' || (i % 9) END
FROM range(1, 50001) r(i);

INSERT INTO {{table}}
SELECT i,
       1 + (hash(i) % 50000) * (hash(i + 7000000) % 50000) // 50000,
       TIMESTAMP '2024-01-01 00:00:00' + to_minutes(CAST(hash(i + 3000000) % 260000 AS BIGINT)),
       CASE hash(i + 5000000) % 3 WHEN 0 THEN {{c1}} WHEN 1 THEN {{c2}} ELSE {{c3}} END,
       CASE WHEN i % 7 > 0 THEN 'v' || (i % 12) END
FROM range(800000) r(i);
