INSERT INTO {{base}} VALUES
  (1, DATE '{{since}}', 'de'),
  (2, DATE '{{since}}', NULL),
  (3, DATE '{{since}}', 'fr'),
  (4, DATE '{{since}}' + 1, 'de'),
  (5, DATE '{{since}}' + 1, 'it'),
  (6, DATE '{{since}}' - 3, 'de');
INSERT INTO {{table}} VALUES
  (1, DATE '{{since}}'),
  (1, DATE '{{since}}' + 1),
  (1, DATE '{{since}}' + 1),
  (2, DATE '{{since}}' + 5),
  (4, DATE '{{since}}' + 1),
  (5, DATE '{{since}}' + 4),
  (6, DATE '{{since}}' - 2);
