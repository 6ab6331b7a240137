using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Zhkh.Web.Storage;

/// <summary>One numbered SQL file of a module, as embedded in its assembly.</summary>
/// <param name="Name">0001_roles: the number orders, the words say what for.</param>
/// <param name="Checksum">SHA-256 of the text, hex: an applied file may not change any more.</param>
internal sealed record MigrationScript(string Name, string Sql, string Checksum)
{
    private const string Prefix = "Migrations/";

    public static MigrationScript Create(string name, string sql) =>
        new(name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));

    /// <summary>The scripts of an assembly in the order of their numbers.</summary>
    public static IReadOnlyList<MigrationScript> Of(Assembly assembly) =>
        [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Create(Path.GetFileNameWithoutExtension(name[Prefix.Length..]), Read(assembly, name)))];

    private static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is listed but not embedded in {assembly.GetName().Name}");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
