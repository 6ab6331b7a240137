namespace Zhkh.Pbx.Calls;

/// <summary>
/// What the journal asks of a disk. The folder of files is one; the tests' disk that loses power is another.
/// </summary>
internal interface IJournalDisk : IDisposable
{
    /// <summary>Names of the segments, oldest first.</summary>
    IReadOnlyList<string> List();

    byte[] Read(string name);

    /// <summary>Opens for appending; a new name is durable when this returns.</summary>
    IJournalFile Open(string name);

    void Delete(string name);
}

/// <summary>One open segment.</summary>
internal interface IJournalFile : IDisposable
{
    long Length { get; }

    /// <summary>Writes at the end. When it throws, any part of the bytes may be there.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Returns when everything appended before the call is on the disk.</summary>
    void Sync();

    void Truncate(long length);
}
