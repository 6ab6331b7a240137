using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Zhkh.Web.Tests.Crews;

/// <summary>A crew's telephone: its browser keeps its cookie, its network is an address of its own.</summary>
internal sealed class CrewPhone : IDisposable
{
    private readonly HttpClient _http;

    public CrewPhone(Uri address, string from)
    {
        Jar = new CookieContainer();
        _http = new HttpClient(new SocketsHttpHandler
        {
            CookieContainer = Jar,
            ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        }) { BaseAddress = address };
    }

    public CookieContainer Jar { get; }

    public Task<HttpResponseMessage> OpenAsync(string token) => _http.GetAsync($"/api/crew-links/{token}");

    public async Task<JsonElement> OpenedAsync(string token)
    {
        using var answer = await OpenAsync(token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await ApiClient.ReadAsync(answer);
    }

    public Task<HttpResponseMessage> MoveAsync(string token, object move) =>
        _http.PostAsJsonAsync($"/api/crew-links/{token}/moves", move);

    public Task<HttpResponseMessage> PhotoAsync(string token, byte[] file, string type = "image/jpeg")
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return _http.PostAsync($"/api/crew-links/{token}/photos?kind=after", content);
    }

    public void Dispose() => _http.Dispose();
}
