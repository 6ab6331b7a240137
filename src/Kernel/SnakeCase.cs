using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zhkh.Kernel;

/// <summary>Columns are the snake_case of their properties; what differs is written where it differs.</summary>
public static class SnakeCase
{
    /// <summary>Maps an entity to a table, its columns named by its properties.</summary>
    public static EntityTypeBuilder<T> Table<T>(this ModelBuilder model, string table) where T : class
    {
        var entity = model.Entity<T>().ToTable(table);
        foreach (var property in entity.Metadata.GetProperties())
        {
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        }

        return entity;
    }
}
