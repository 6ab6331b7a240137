using Zhkh.Web.Access;

namespace Zhkh.Web.Cli;

/// <summary>The words of <c>zhkh user …</c>.</summary>
internal sealed record UserOptions
{
    public required string Verb { get; init; }

    public required string Login { get; init; }

    public string? Name { get; init; }

    public Role Role { get; init; } = Role.Dispatcher;

    public string[] Organisations { get; init; } = [];

    public string? Phone { get; init; }

    public string? Database { get; init; }

    public string? Data { get; init; }

    /// <summary>Null and the reason when the words mean nothing.</summary>
    public static UserOptions? Parse(IReadOnlyList<string> words, out string? fault)
    {
        fault = null;
        if (words is not ["add" or "passwd", var login, ..] || login.StartsWith('-') || words.Count % 2 != 0)
        {
            return null;
        }

        var options = new UserOptions { Verb = words[0], Login = login.ToLowerInvariant() };
        foreach (var pair in words.Skip(2).Chunk(2))
        {
            if (options.With(pair[0], pair[1], out fault) is not { } next)
            {
                return null;
            }

            options = next;
        }

        fault = options.Missing();
        return fault is null ? options : null;
    }

    private UserOptions? With(string flag, string value, out string? fault)
    {
        fault = null;
        switch (flag)
        {
            case "--name":
                return this with { Name = value };
            case "--role" when Enum.TryParse<Role>(value, ignoreCase: true, out var role) && Enum.IsDefined(role):
                return this with { Role = role };
            case "--role":
                fault = $"No role {value}: {string.Join(", ", Enum.GetNames<Role>()).ToLowerInvariant()}";
                return null;
            case "--organisations":
                return this with { Organisations = value.Split(',', StringSplitOptions.RemoveEmptyEntries) };
            case "--phone" when value.Length is >= 2 and <= 8 && value.All(char.IsAsciiDigit):
                return this with { Phone = value };
            case "--phone":
                fault = $"--phone {value}: a telephone is named by 2 to 8 digits";
                return null;
            case "--database":
                return this with { Database = value };
            case "--data":
                return this with { Data = value };
            default:
                fault = $"Unknown flag {flag}";
                return null;
        }
    }

    private string? Missing() => Verb != "add" ? null
        : Name is null ? "--name is missing"
        : Organisations.Length == 0 ? "--organisations is missing: the codes, separated by commas"
        : null;
}
