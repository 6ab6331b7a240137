using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Zhkh.Dispatch;

namespace Zhkh.Web.Photos;

/// <summary>How an upload went: one of the two.</summary>
internal readonly record struct PhotoTaken(StoredPicture? Picture, PhotoRejection? Rejection);

/// <summary>Takes an upload in: reads it within its limit, judges it, stores what is kept.</summary>
internal sealed class PhotoDesk(PhotoStore store) : IDisposable
{
    // Each holds its bytes twice while it is judged.
    private const int AtOnceMax = 4;
    private const int BufferBytes = 64 * 1024;

    // A phone in a cellar is slow; whoever is slower than this is holding a place and not sending a photo.
    private static readonly MinDataRate SlowestPhone = new(bytesPerSecond: 1_000, TimeSpan.FromSeconds(30));

    private readonly SemaphoreSlim _places = new(AtOnceMax);

    public async Task<PhotoTaken> TakeAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > PhotoCheck.BytesMax)
        {
            return new PhotoTaken(null, PhotoRejection.TooBig);
        }

        if (request.HttpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } pace)
        {
            pace.MinDataRate = SlowestPhone;
        }

        if (await ReadAsync(request.Body, cancel) is not { } file)
        {
            return new PhotoTaken(null, PhotoRejection.TooBig);
        }

        await _places.WaitAsync(cancel);
        try
        {
            var judged = await Task.Run(() => PhotoCheck.Judge(file.GetBuffer().AsSpan(0, (int)file.Length)), cancel);
            return judged.Photo is { } photo
                ? new PhotoTaken(await store.KeepAsync(photo, cancel), null)
                : new PhotoTaken(null, judged.Rejection);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private static async Task<MemoryStream?> ReadAsync(Stream body, CancellationToken cancel)
    {
        var file = new MemoryStream();
        var buffer = new byte[BufferBytes];
        while (await body.ReadAsync(buffer, cancel) is var read and > 0)
        {
            if (file.Length + read > PhotoCheck.BytesMax)
            {
                return null;
            }

            file.Write(buffer, 0, read);
        }

        return file;
    }
}
