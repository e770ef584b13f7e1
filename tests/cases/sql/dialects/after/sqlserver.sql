CREATE TABLE [dbo].[t] (
    [x y] int
);
SELECT [a;b] FROM [c d];
GO
GO
SELECT 3
go
