CREATE TABLE [dbo].[t] (
    [x y] int,
    z int
);
SELECT [a;b] FROM [c d];
GO
CREATE PROCEDURE old_proc AS
    SELECT 1;
    SELECT 2
GO
SELECT 3
go
