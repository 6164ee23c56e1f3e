INSERT INTO {{things}}
SELECT i, '{{group}} ' || CAST(hash(i) % 400 AS VARCHAR)
FROM range(20000) r(i);

INSERT INTO {{facts}}
SELECT i,
       CAST(19000 * pow((hash(i) % 1000003) / 1000003.0, 1.5) AS INTEGER),
       CAST(1 + hash(i + 1) % 5 AS INTEGER)
FROM range(500000) r(i);
