INSERT INTO {{orders}}
SELECT i, '{{area}} ' || CAST(floor(power(hash(i) % 1000 / 1000.0, 2) * 40) AS INTEGER)
FROM range(1, 200001) r(i);

INSERT INTO {{items}}
SELECT i,
       CAST(hash(i) % 190000 + 1 AS INTEGER),
       CAST(hash(i, 1) % 5 + 1 AS INTEGER),
       CAST(hash(i, 2) % 10000 AS INTEGER) / 100.0
FROM range(600000) r(i);

INSERT INTO {{payments}}
SELECT i, CAST(hash(i, 3) % 180000 + 1 AS INTEGER), (CAST(hash(i, 4) % 10000 AS INTEGER) - 500) / 100.0
FROM range(400000) r(i);
