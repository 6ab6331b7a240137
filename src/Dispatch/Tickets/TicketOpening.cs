using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhkh.Dispatch;

/// <summary>What a dispatcher took down.</summary>
/// <param name="Key">Made by the client once per intention: the same key is the same ticket for ever.</param>
/// <param name="Category">Null = as the classifier reads the text.</param>
/// <param name="Number">The number that was said to the caller, if one was.</param>
/// <param name="Login">Who <paramref name="By"/> is; the list of one's own tickets goes by it.</param>
/// <param name="Asked">
/// The client's words before anything was completed from cards: a retry is known by these, because by then the account
/// may have another person and the call may be over. Null = this record itself.
/// </param>
/// <param name="CallId">The call during which it was taken: its reserved number and its recording belong to it.</param>
public sealed record TicketOpening(
    string Organisation, string Text, string By, string Key, string? Category = null, TicketPriority? Priority = null,
    string? AccountNumber = null, string? Address = null, string? Phone = null, string? Person = null,
    Guid? CallId = null, Guid? CallbackId = null, int? Number = null, string? Asked = null,
    [property: JsonIgnore] string? Login = null)
{
    public const int TextMax = 4000;

    /// <summary>Of everything but who pressed the button and under which key.</summary>
    internal byte[] InputHash() => Asked is null
        ? SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this with { By = "", Key = "" }, EventJson.Options))
        : HashOf(Asked);

    internal static byte[] HashOf(string asked) => SHA256.HashData(Encoding.UTF8.GetBytes(asked));
}

/// <summary>What became of it; the ticket is there unless refused.</summary>
public sealed record TicketOpened(TicketOpenVerdict Verdict, TicketDetails? Ticket);

/// <summary>Refusals are answers.</summary>
public enum TicketOpenVerdict
{
    Opened,

    /// <summary>The same key with the same content: the same ticket.</summary>
    Repeated,

    /// <summary>The key was used for another content.</summary>
    KeyReused,

    /// <summary>No text, or more than <see cref="TicketOpening.TextMax"/> characters.</summary>
    BadText,
}
