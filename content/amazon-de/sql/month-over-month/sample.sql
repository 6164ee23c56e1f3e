INSERT INTO {{table}} VALUES
  (1, 'A', TIMESTAMP '{{since}} 10:00:00' - INTERVAL '{{step}}', 80),
  (2, 'A', TIMESTAMP '{{since}} 09:30:00' + INTERVAL '2 days', 60),
  (3, 'A', TIMESTAMP '{{since}} 17:00:00' + INTERVAL '19 days', 30),
  (4, 'A', TIMESTAMP '{{since}} 12:15:00' + INTERVAL '{{step}}', 120),
  (5, 'A', TIMESTAMP '{{since}} 16:40:00' + INTERVAL '{{step}}' + INTERVAL '{{step}}', 150),
  (6, 'A', TIMESTAMP '{{last}} 15:00:00', 45),
  (7, 'B', TIMESTAMP '{{since}} 08:20:00' + INTERVAL '5 days', 0),
  (8, 'B', TIMESTAMP '{{since}} 11:45:00' + INTERVAL '{{step}}', 25),
  (9, 'B', TIMESTAMP '{{until}} 09:00:00', 70);
