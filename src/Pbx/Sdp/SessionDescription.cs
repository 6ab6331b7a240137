namespace Zhkh.Pbx.Sdp;

/// <summary>
/// A session description (RFC 8866). What is not understood is kept, so that writing it loses nothing.
/// </summary>
public sealed record SessionDescription
{
    /// <summary>o=</summary>
    public required SdpOrigin Origin { get; init; }

    /// <summary>s=; "-" when there is none.</summary>
    public string Name { get; init; } = "-";

    /// <summary>c= of the session; null when each section has its own.</summary>
    public SdpConnection? Connection { get; init; }

    /// <summary>t= values; "0 0" is a session without end.</summary>
    public IReadOnlyList<string> Times { get; init; } = ["0 0"];

    /// <summary>a= lines of the session in order.</summary>
    public IReadOnlyList<SdpAttribute> Attributes { get; init; } = [];

    /// <summary>i=, u=, e=, p=, b=, r=, z= and k= lines of the session in order.</summary>
    public IReadOnlyList<SdpLine> OtherLines { get; init; } = [];

    /// <summary>m= sections in order.</summary>
    public IReadOnlyList<MediaDescription> Media { get; init; } = [];

    /// <summary>
    /// The direction of a section: its own attribute, else the session's, else both ways (RFC 8866 §6.7).
    /// </summary>
    public MediaDirection DirectionOf(MediaDescription media) =>
        Direction(media.Attributes) ?? Direction(Attributes) ?? MediaDirection.SendRecv;

    internal static string Text(MediaDirection direction) => direction switch
    {
        MediaDirection.SendRecv => "sendrecv",
        MediaDirection.SendOnly => "sendonly",
        MediaDirection.RecvOnly => "recvonly",
        MediaDirection.Inactive => "inactive",
    };

    private static MediaDirection? Direction(IReadOnlyList<SdpAttribute> attributes)
    {
        foreach (var attribute in attributes)
        {
            switch (attribute)
            {
                case { Name: "sendrecv", Value: null }:
                    return MediaDirection.SendRecv;
                case { Name: "sendonly", Value: null }:
                    return MediaDirection.SendOnly;
                case { Name: "recvonly", Value: null }:
                    return MediaDirection.RecvOnly;
                case { Name: "inactive", Value: null }:
                    return MediaDirection.Inactive;
            }
        }

        return null;
    }
}
