namespace Zhkh.Web.Photos;

/// <summary>
/// Judges a file by its structure from the first byte to the last and copies only what the picture needs. Nothing is
/// decoded into pixels, so a file costs what its bytes cost. Pure.
/// </summary>
internal static class PhotoCheck
{
    public const int BytesMax = 10 * 1024 * 1024;

    /// <summary>The longest side of a phone's panorama.</summary>
    public const int SideMax = 16_384;

    /// <summary>A telephone of fifty megapixels.</summary>
    public const long PixelsMax = 52_000_000;

    public static PhotoJudgement Judge(ReadOnlySpan<byte> file) => file.Length > BytesMax ? PhotoRejection.TooBig
        : JpegPhoto.Begins(file) ? JpegPhoto.Judge(file)
        : PngPhoto.Begins(file) ? PngPhoto.Judge(file)
        : PhotoRejection.NotAPicture;

    public static bool IsTooLarge(int width, int height) =>
        width > SideMax || height > SideMax || (long)width * height > PixelsMax;
}
