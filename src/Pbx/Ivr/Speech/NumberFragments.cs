namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Builds the number part of a vocabulary from a language's stems: 0–99 are recorded whole (a joined «двадцать один»
/// sounds like a machine), hundreds apart, with the feminine, neuter and accusative forms of …1 and …2.
/// </summary>
internal sealed record NumberFragments(
    string[] Units, string[] Teens, string[] Tens, string[] Hundreds,
    string FeminineOne, string FeminineTwo, string NeuterOne, string AccusativeOne)
{
    public IEnumerable<(string Id, string Text)> All()
    {
        for (var n = 0; n < 100; n++)
        {
            yield return ($"number/{n}", Below100(n));
            if (n / 10 == 1)
            {
                continue;
            }

            if (n % 10 == 1)
            {
                yield return ($"number/{n}.f", EndingIn(n, FeminineOne));
                yield return ($"number/{n}.n", EndingIn(n, NeuterOne));
                yield return ($"number/{n}.acc", EndingIn(n, AccusativeOne));
            }

            if (n % 10 == 2)
            {
                yield return ($"number/{n}.f", EndingIn(n, FeminineTwo));
            }
        }

        for (var h = 1; h <= 9; h++)
        {
            yield return ($"number/{h * 100}", Hundreds[h - 1]);
        }
    }

    private string Below100(int n) =>
        n < 10 ? Units[n] : n < 20 ? Teens[n - 10] : n % 10 == 0 ? Tens[(n / 10) - 2] : EndingIn(n, Units[n % 10]);

    private string EndingIn(int n, string last) => n < 10 ? last : $"{Tens[(n / 10) - 2]} {last}";
}
