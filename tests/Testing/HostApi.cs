using System.Net.Http.Json;
using System.Text.Json;

namespace Zhkh.Testing;

/// <summary>A signed-in user of the HTTP API, as CONTRACT describes it.</summary>
public sealed class HostApi : IDisposable
{
    private readonly HttpClient _http;

    private HostApi(HttpClient http) => _http = http;

    public static async Task<HostApi> SignInAsync(Uri address, string user, string password = "demo")
    {
        var http = new HttpClient(new HttpClientHandler { UseCookies = true }) { BaseAddress = address };
        using var answer = await http.PostAsJsonAsync("/api/session", new { user, password });
        answer.EnsureSuccessStatusCode();
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>();
        http.DefaultRequestHeaders.Add("X-Antiforgery", session.GetProperty("antiforgery").GetString());
        return new HostApi(http);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(body)
            : throw new HttpRequestException($"GET {path}: {(int)answer.StatusCode} {body}");
    }

    /// <summary>The rows of a list, whether it is a bare array or a page with <c>items</c>.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(string path)
    {
        var answer = await GetAsync(path);
        var rows = answer.ValueKind == JsonValueKind.Array ? answer : answer.GetProperty("items");
        return rows.EnumerateArray().ToList();
    }

    public async Task<byte[]> BytesAsync(string path) => await _http.GetByteArrayAsync(path);

    public async Task<JsonElement> PostAsync(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text.Length == 0 ? "null" : text)
            : throw new HttpRequestException($"POST {path}: {(int)answer.StatusCode} {text}");
    }

    public async Task PutAsync(string path, object body)
    {
        using var answer = await _http.PutAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"PUT {path}: {(int)answer.StatusCode} {text}");
        }
    }

    /// <summary>Brings a file.</summary>
    public async Task<JsonElement> UploadAsync(string path, byte[] file)
    {
        using var answer = await _http.PostAsync(path, new ByteArrayContent(file));
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new HttpRequestException($"POST {path}: {(int)answer.StatusCode} {text}");
    }

    public async Task DeleteAsync(string path)
    {
        using var answer = await _http.DeleteAsync(path);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// Asks again until the rows satisfy the condition; the database is a projection and lags a little.
    /// </summary>
    public async Task<IReadOnlyList<JsonElement>> EventuallyAsync(
        string path, Func<IReadOnlyList<JsonElement>, bool> condition, TimeSpan limit)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var rows = await ListAsync(path);
            if (condition(rows))
            {
                return rows;
            }

            if (clock.Elapsed > limit)
            {
                throw new TimeoutException($"{path} after {limit}: {JsonSerializer.Serialize(rows)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    public void Dispose() => _http.Dispose();
}
