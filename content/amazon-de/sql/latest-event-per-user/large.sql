INSERT INTO {{table}}
SELECT i,
       1 + (hash(i) % 300000) * (1 + hash(i + 7000000) % 3) // 3,
       {{made}},
       CASE hash(i + 5000000) % 5 WHEN 0 THEN {{k1}} WHEN 1 THEN {{k2}} WHEN 2 THEN {{k3}} WHEN 3 THEN {{k4}} END,
       CASE WHEN i % 7 > 0 THEN 'v' || (i % 12) END
FROM range(1000000) r(i);
