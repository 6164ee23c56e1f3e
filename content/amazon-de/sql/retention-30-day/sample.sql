INSERT INTO {{table}} VALUES
  (1, 501, TIMESTAMP '{{since}} 09:15:00' - INTERVAL '20 days', NULL),
  (2, 501, TIMESTAMP '{{since}} 20:40:00' + INTERVAL '3 days', NULL),
  (3, 502, TIMESTAMP '{{since}} 08:00:00' + INTERVAL '4 days', NULL),
  (4, 502, TIMESTAMP '{{since}} 18:30:00' + INTERVAL '4 days', NULL),
  (5, 502, TIMESTAMP '{{since}} 21:05:00' + INTERVAL '34 days', NULL),
  (6, 503, TIMESTAMP '{{since}} 11:20:00' + INTERVAL '9 days', NULL),
  (7, 503, TIMESTAMP '{{since}} 10:00:00' + INTERVAL '40 days', NULL),
  (8, 504, TIMESTAMP '{{since}} 07:45:00' + INTERVAL '35 days', NULL),
  (9, 505, TIMESTAMP '{{until}} 12:00:00' + INTERVAL '2 days', NULL);
