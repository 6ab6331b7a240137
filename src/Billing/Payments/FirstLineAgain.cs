namespace Zhkh.Billing;

/// <summary>Looks at the first line of a text and reads on as if nobody had.</summary>
internal sealed class FirstLineAgain : TextReader
{
    private readonly TextReader _rest;
    private readonly string _first;
    private int _at;

    public FirstLineAgain(TextReader text, out string first)
    {
        var line = new System.Text.StringBuilder();
        while (line.Length < RegisterLimits.LineCharactersMax && text.Peek() is >= 0 and not '\n')
        {
            line.Append((char)text.Read());
        }

        _rest = text;
        _first = first = line.ToString();
    }

    public override int Read() => _at < _first.Length ? _first[_at++] : _rest.Read();

    public override int Peek() => _at < _first.Length ? _first[_at] : _rest.Peek();
}
