INSERT INTO {{spans}} VALUES
{{rows}};
