INSERT INTO {{table}} VALUES
  (1, 7, TIMESTAMP '{{since}} 00:05:00' - INTERVAL '10 minutes', 'a'),
  (2, 7, TIMESTAMP '{{since}} 00:05:00', 'b'),
  (3, 7, TIMESTAMP '{{since}} 09:00:00', 'a'),
  (4, 7, TIMESTAMP '{{since}} 09:00:00' + INTERVAL '{{gap}} minutes', NULL),
  (5, 7, TIMESTAMP '{{since}} 09:00:30' + INTERVAL '{{gap}} minutes' + INTERVAL '{{gap}} minutes', 'c'),
  (6, 8, TIMESTAMP '{{since}} 12:00:00', 'a'),
  (7, 8, TIMESTAMP '{{since}} 12:00:00', 'a'),
  (8, 8, TIMESTAMP '{{last}} 23:55:00', 'b'),
  (9, 8, TIMESTAMP '{{until}} 00:02:10', 'c');
