INSERT INTO {{groups}} VALUES (1, 'north'), (2, 'south'), (3, NULL), (4, 'north'), (5, 'south');

INSERT INTO {{facts}} VALUES
  (1, '2025-05-30', 500, 20),
  (1, '2025-05-31', 301, NULL),
  (1, '2025-06-01', NULL, NULL),
  (2, '2025-05-31', 0, NULL),
  (2, '2025-06-01', 250, 50),
  (2, '2025-06-02', 250, 50),
  (3, '2025-06-01', NULL, NULL),
  (4, '2025-06-02', 75, NULL);
