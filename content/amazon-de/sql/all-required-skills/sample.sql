INSERT INTO {{jobs}} VALUES (1, 'Aurora'), (2, 'Borealis'), (3, 'Cirrus');

INSERT INTO {{needs}} VALUES
  (1, '{{skill1}}', 3), (1, '{{skill2}}', 2),
  (2, '{{skill1}}', 4);

INSERT INTO {{tests}} VALUES
  (201, 50, '{{skill1}}', 4),
  (202, 50, '{{skill2}}', 1),
  (203, 50, '{{skill2}}', 2),
  (204, 51, '{{skill1}}', 3),
  (205, 51, '{{skill2}}', 5),
  (206, 52, '{{skill2}}', 1),
  (207, 52, '{{skill1}}', 5),
  (208, 52, '{{skill1}}', 5),
  (209, 53, '{{skill2}}', 4),
  (210, 53, '{{skill3}}', 4);
