using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Zhkh.Web.Tests;

/// <summary>A browser without a screen: keeps the cookie, sends the antiforgery header once it has one.</summary>
internal sealed class ApiClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = address,
    };

    public string? Cookie { get; set; }

    public string? Antiforgery { get; set; }

    public string Origin => address.GetLeftPart(UriPartial.Authority);

    public async Task SignInAsync(string user, string password)
    {
        using var answer = await PostAsync("/api/session", new { user, password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        Antiforgery = (await ReadAsync(answer)).GetProperty("antiforgery").GetString();
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<HttpResponseMessage> PostAsync(
        string path, object? body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, headers);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = Request(method, path, headers);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        return await _http.SendAsync(request);
    }

    /// <summary>POST of raw bytes, sent as they come.</summary>
    public async Task<HttpResponseMessage> UploadAsync(string path, Stream body)
    {
        using var request = Request(HttpMethod.Post, path, []);
        request.Content = new StreamContent(body);
        return await _http.SendAsync(request);
    }

    private HttpRequestMessage Request(HttpMethod method, string path, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (Cookie is not null)
        {
            request.Headers.Add("Cookie", Cookie);
        }

        if (Antiforgery is not null && method != HttpMethod.Get)
        {
            request.Headers.Add("X-Antiforgery", Antiforgery);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>GET that must succeed.</summary>
    public async Task<JsonElement> JsonAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await ReadAsync(answer);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Clone();

    public void Dispose() => _http.Dispose();
}
