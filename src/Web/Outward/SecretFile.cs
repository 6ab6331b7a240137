namespace Zhkh.Web.Outward;

/// <summary>A secret in a file, read at each use: a new one counts without a restart, none stays in memory.</summary>
internal static class SecretFile
{
    private const int LengthMax = 4096;

    /// <exception cref="IOException">There is no such file, or it is no secret.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken cancel)
    {
        if (path.Length == 0)
        {
            throw new InvalidDataException("No file with the secret is named");
        }

        if (new FileInfo(path) is { Exists: true, Length: > LengthMax })
        {
            throw new InvalidDataException($"{path} is too long for a secret");
        }

        var text = (await File.ReadAllTextAsync(path, cancel)).TrimEnd('\r', '\n');
        return text.Length > 0 && !text.Any(char.IsControl)
            ? text
            : throw new InvalidDataException($"{path} holds no secret in one line");
    }
}
