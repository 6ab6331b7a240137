namespace Zhkh.Testing;

/// <summary>
/// Reads keys out of sound by the table of Q.23, as a far end that knows tones only: pairs of tones, counted in pieces
/// of 20 ms. Shares no code with the product.
/// </summary>
public static class ToneKeys
{
    private const int Piece = 160;
    private const string Keys = "123A456B789C*0#D";
    private static readonly double[] s_rows = [697, 770, 852, 941];
    private static readonly double[] s_columns = [1209, 1336, 1477, 1633];

    public static string In(ReadOnlySpan<short> samples)
    {
        var keys = "";
        var (last, length) = (' ', 0);
        for (var at = 0; at + Piece <= samples.Length; at += Piece)
        {
            var key = KeyOf(samples.Slice(at, Piece));
            length = key == last ? length + 1 : 1;
            last = key;
            // 40 ms is a key (Q.24); counted once, when its second piece is heard.
            keys += key != ' ' && length == 2 ? $"{key}" : "";
        }

        return keys;
    }

    private static char KeyOf(ReadOnlySpan<short> piece)
    {
        if (ToneMeter.Loudness(piece) < 300)
        {
            return ' ';
        }

        var (row, rowShare) = Loudest(piece, s_rows);
        var (column, columnShare) = Loudest(piece, s_columns);
        return rowShare > 0.2 && columnShare > 0.2 && rowShare + columnShare > 0.7 ? Keys[(4 * row) + column] : ' ';
    }

    private static (int Index, double Share) Loudest(ReadOnlySpan<short> piece, double[] tones)
    {
        var best = (Index: 0, Share: 0.0);
        for (var i = 0; i < tones.Length; i++)
        {
            var share = ToneMeter.Share(piece, tones[i]);
            best = share > best.Share ? (i, share) : best;
        }

        return best;
    }
}
