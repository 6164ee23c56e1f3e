INSERT INTO {{facts}} VALUES
{{rows}};
