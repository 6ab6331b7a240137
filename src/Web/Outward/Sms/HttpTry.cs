using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Zhkh.Web.Outward;

/// <summary>One request to an operator and what it came to.</summary>
/// <param name="Status">0 when no answer came.</param>
/// <param name="Body">The JSON answer, if it was one.</param>
/// <param name="Trouble">The verdict when there is no answer to judge.</param>
internal sealed record HttpTry(int Status, JsonElement? Body, Verdict? Trouble)
{
    private const int AnswerBytesMax = 64 * 1024;

    /// <summary>POSTs a form. What fails before the request can have arrived blames the gateway, later the try.</summary>
    public static async Task<HttpTry> PostAsync(
        HttpClient http, Uri address, IEnumerable<KeyValuePair<string, string>> form,
        AuthenticationHeaderValue? credentials, string key, TimeSpan patience, TimeProvider time,
        CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(form),
        };
        request.Headers.Authorization = credentials;
        request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new HttpTry((int)answer.StatusCode, await ReadAsync(answer, either.Token), null);
        }
        catch (HttpRequestException failure)
        {
            return new HttpTry(0, null, failure.HttpRequestError is HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
                ? Verdict.Away(failure.InnerException?.Message ?? failure.Message)
                : Verdict.Postponed(failure.Message));
        }
        catch (IOException failure)
        {
            return new HttpTry(0, null, Verdict.Postponed(failure.Message));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return new HttpTry(0, null, Verdict.Postponed($"no answer within {patience.TotalSeconds:0.#} s"));
        }
    }

    /// <summary>A field of the answer as text; null when it is not there.</summary>
    public string? Field(string name) => Body is { ValueKind: JsonValueKind.Object } json
        && json.TryGetProperty(name, out var field) && field.ValueKind is not JsonValueKind.Null
            ? field.ToString() : null;

    private static async Task<JsonElement?> ReadAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var octets = new byte[AnswerBytesMax];
        var length = await body.ReadAtLeastAsync(octets, AnswerBytesMax, throwOnEndOfStream: false, cancel);
        try
        {
            return JsonDocument.Parse(Encoding.UTF8.GetString(octets, 0, length)).RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;   // a proxy's page, for example: the status says enough
        }
    }
}
