INSERT INTO {{groups}}
SELECT i, 'Name ' || CAST(i % 1900 AS VARCHAR)
FROM range(2000) r(i);

INSERT INTO {{facts}}
SELECT i,
       CAST(1950 * pow((hash(i) % 1000003) / 1000003.0, 2) AS INTEGER),
       CAST(hash(i + 1) % 60000 AS INTEGER),
       CASE WHEN hash(i + 2) % 20 < 3 THEN '{{s1}}'
            WHEN hash(i + 2) % 20 < 6 THEN '{{s2}}'
            WHEN hash(i + 2) % 20 < 17 THEN '{{s3}}'
            WHEN hash(i + 2) % 20 < 19 THEN '{{s4}}' END
FROM range(500000) r(i);
