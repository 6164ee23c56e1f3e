INSERT INTO {{table}} VALUES
  (1, 31, TIMESTAMP '{{since}} 07:50:00', 'a'),
  (2, 31, TIMESTAMP '{{since}} 20:10:00' + INTERVAL '1 day', 'b'),
  (3, 31, TIMESTAMP '{{since}} 21:00:00' + INTERVAL '1 day', 'a'),
  (4, 31, TIMESTAMP '{{since}} 06:30:00' + INTERVAL '4 days', NULL),
  (5, 31, TIMESTAMP '{{since}} 23:15:00' + INTERVAL '5 days', 'b'),
  (6, 32, TIMESTAMP '{{since}} 12:00:00' + INTERVAL '1 day', 'a'),
  (7, 32, TIMESTAMP '{{since}} 12:00:00' + INTERVAL '2 days', 'a'),
  (8, 32, TIMESTAMP '{{since}} 12:00:00' + INTERVAL '3 days', 'c'),
  (9, 32, TIMESTAMP '{{since}} 09:00:00' + INTERVAL '6 days', 'c'),
  (10, 33, TIMESTAMP '{{since}} 18:45:00' + INTERVAL '2 days', NULL);
