namespace Zhkh.Web.Photos;

/// <summary>Why a file is not taken as a photo.</summary>
internal enum PhotoRejection
{
    /// <summary>Neither JPEG nor PNG by its first bytes, whatever its name says.</summary>
    NotAPicture,

    /// <summary>It begins like one and then ends early or breaks its own format.</summary>
    Broken,

    /// <summary>More pixels than a viewer should be asked to unpack.</summary>
    TooManyPixels,
    TooBig,
}

/// <summary>A photo that was judged: what is kept of it and how large it is.</summary>
/// <param name="Kept">The picture alone: no EXIF, no position, no comments, nothing behind its end.</param>
/// <param name="Format">jpeg or png.</param>
internal sealed record CleanPhoto(byte[] Kept, string Format, int Width, int Height);

/// <summary>How a file was judged: one of the two.</summary>
internal readonly record struct PhotoJudgement(CleanPhoto? Photo, PhotoRejection? Rejection)
{
    public static implicit operator PhotoJudgement(CleanPhoto photo) => new(photo, null);

    public static implicit operator PhotoJudgement(PhotoRejection rejection) => new(null, rejection);
}
