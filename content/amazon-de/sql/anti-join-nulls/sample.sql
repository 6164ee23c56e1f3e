INSERT INTO {{people}} VALUES (1, true), (2, true), (3, true), (4, true), (5, false), (6, true);

INSERT INTO {{facts}} VALUES
  (101, 1, '{{fine}}', '{{from}} 08:30:00'),
  (102, 2, '{{dead}}', '{{from}} 10:00:00'),
  (103, 3, NULL, '{{last}} 17:45:00'),
  (104, NULL, '{{fine}}', '{{from}} 12:00:00'),
  (105, 4, '{{fine}}', '{{to}} 00:00:00'),
  (106, 2, '{{fine}}', '{{to}} 09:15:00'),
  (107, 1, '{{dead}}', '{{last}} 20:00:00'),
  (108, 6, '{{fine}}', '{{before}} 13:00:00');
