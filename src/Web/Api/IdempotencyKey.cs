namespace Zhkh.Web.Api;

/// <summary>
/// The Idempotency-Key header. The modules keep their keys for good, with a hash of what was asked, in the transaction
/// of the act: the same request is one act and one answer, another body under the key is a conflict.
/// </summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    private const int LengthMax = 128;

    /// <summary>The client's key, or one of our own: without a key every request is an act of its own.</summary>
    /// <exception cref="BadHttpRequestException">The key is too long.</exception>
    public static string Of(HttpRequest request) => request.Headers[Header].ToString() switch
    {
        var blank when string.IsNullOrWhiteSpace(blank) => Guid.CreateVersion7().ToString(),
        { Length: <= LengthMax } key => key,
        _ => throw new BadHttpRequestException($"{Header} is longer than {LengthMax} characters"),
    };
}
