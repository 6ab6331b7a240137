using System.Diagnostics;
using System.Text;
using Zhkh.Web.Photos;

namespace Zhkh.Web.Tests.Photos;

/// <summary>RELIABILITY W13: what a phone, a prankster and an attacker may send as a photo.</summary>
public sealed class PhotoCheckTests
{
    [Theory]
    [InlineData("baseline.jpg", "jpeg", 64, 48)]
    [InlineData("progressive.jpg", "jpeg", 64, 48)]
    [InlineData("grey.jpg", "jpeg", 40, 30)]
    [InlineData("restarts.jpg", "jpeg", 64, 48)]
    [InlineData("rgb.png", "png", 31, 17)]
    [InlineData("interlaced.png", "png", 31, 17)]
    [InlineData("palette.png", "png", 31, 17)]
    [InlineData("deep.png", "png", 31, 17)]
    public void A_picture_is_taken_with_its_size_and_judging_it_again_changes_nothing(
        string name, string format, int width, int height)
    {
        var photo = Taken(PhotoSamples.Read(name));
        Assert.Equal((format, width, height), (photo.Format, photo.Width, photo.Height));
        Assert.Equal(photo.Kept, Taken(photo.Kept).Kept);
    }

    [Fact]
    public void Position_words_and_thumbnails_are_left_out_and_the_picture_stays_bit_by_bit()
    {
        var clean = Taken(PhotoSamples.Read("baseline.jpg")).Kept;
        var told = PhotoSamples.WithExif(PhotoSamples.Read("baseline.jpg"));
        told = PhotoSamples.With(told, 0xFE, Encoding.ASCII.GetBytes(PhotoSamples.Secret));
        told = PhotoSamples.With(told, 0xED, Encoding.ASCII.GetBytes($"Photoshop 3.0 {PhotoSamples.Secret}"));
        told = PhotoSamples.With(told, 0xE2, Encoding.ASCII.GetBytes($"MPF {PhotoSamples.Secret}"));
        var kept = Taken(told).Kept;
        Assert.DoesNotContain(PhotoSamples.Secret, Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        var frame = PhotoSamples.FrameAt(kept);
        Assert.True(frame > 0);
        Assert.Equal(clean[PhotoSamples.FrameAt(clean)..], kept[frame..]);

        var png = PhotoSamples.Read("rgb.png");
        var secret = Encoding.ASCII.GetBytes(PhotoSamples.Secret);
        foreach (var type in new[] { "eXIf", "tEXt", "iTXt", "zTXt", "tIME", "iCCP", "fcTL" })
        {
            var without = Taken(PhotoSamples.With(png, type, secret)).Kept;
            Assert.DoesNotContain(PhotoSamples.Secret, Encoding.Latin1.GetString(without), StringComparison.Ordinal);
            Assert.Equal(Taken(png).Kept, without);
        }
    }

    [Fact]
    public void What_hides_behind_the_end_of_a_picture_is_cut_off()
    {
        var script = Encoding.ASCII.GetBytes("<script>alert(1)</script>");
        foreach (var name in new[] { "baseline.jpg", "progressive.jpg", "rgb.png" })
        {
            byte[] polyglot = [.. PhotoSamples.Read(name), .. script];
            Assert.Equal(Taken(PhotoSamples.Read(name)).Kept, Taken(polyglot).Kept);
        }

        var inside = PhotoSamples.With(PhotoSamples.Read("baseline.jpg"), 0xFE, script);
        Assert.DoesNotContain("<script>", Encoding.Latin1.GetString(Taken(inside).Kept), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!doctype html><html><script>alert(1)</script></html>")]
    [InlineData("GIF89a<script>alert(1)</script>")]
    [InlineData("%PDF-1.7")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("")]
    [InlineData("\u00FF\u00D8")]
    public void What_is_something_else_is_not_a_photo(string text) =>
        Assert.Equal(PhotoRejection.NotAPicture, PhotoCheck.Judge(Encoding.Latin1.GetBytes(text)).Rejection);

    [Fact]
    public void A_file_that_is_only_a_beginning_and_html_is_broken()
    {
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. Encoding.ASCII.GetBytes("<html><script>alert(1)</script></html>")];
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Encoding.ASCII.GetBytes("<html></html>")];
        Assert.Equal(PhotoRejection.Broken, PhotoCheck.Judge(jpeg).Rejection);
        Assert.Equal(PhotoRejection.Broken, PhotoCheck.Judge(png).Rejection);
    }

    [Theory]
    [InlineData("baseline.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("restarts.jpg")]
    [InlineData("rgb.png")]
    [InlineData("interlaced.png")]
    public void Cut_anywhere_it_is_refused(string name)
    {
        var whole = PhotoSamples.Read(name);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.NotNull(PhotoCheck.Judge(whole.AsSpan(0, length)).Rejection);
        }
    }

    [Fact]
    public void A_picture_of_more_pixels_than_a_viewer_should_unpack_is_refused_by_its_header()
    {
        var jpeg = PhotoSamples.Read("baseline.jpg");
        var frame = PhotoSamples.FrameAt(jpeg);
        (jpeg[frame + 5], jpeg[frame + 6], jpeg[frame + 7], jpeg[frame + 8]) = (0xFF, 0xFF, 0xFF, 0xFF);
        Assert.Equal(PhotoRejection.TooManyPixels, PhotoCheck.Judge(jpeg).Rejection);
        foreach (var (width, height) in new[] { (100_000u, 100_000u), (20_000u, 1u), (0x7FFFFFFFu, 0x7FFFFFFFu) })
        {
            Assert.Equal(PhotoRejection.TooManyPixels, PhotoCheck.Judge(PhotoSamples.Png(width, height, [])).Rejection);
        }
    }

    /// <summary>A megabyte that unpacks to a gigabyte under an honest-looking header.</summary>
    [Fact]
    public void A_bomb_is_left_as_soon_as_it_gives_more_than_its_header_promised()
    {
        var bomb = PhotoSamples.Png(1_000, 1_000, new byte[256 * 1024 * 1024]);
        Assert.InRange(bomb.Length, 100_000, PhotoCheck.BytesMax);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        Assert.Equal(PhotoRejection.Broken, PhotoCheck.Judge(bomb).Rejection);
        Assert.InRange(Process.GetCurrentProcess().TotalProcessorTime - before, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(PhotoRejection.Broken, PhotoCheck.Judge(PhotoSamples.Png(1_000, 1_000, new byte[10])).Rejection);
    }

    [Fact]
    public void A_file_above_the_limit_is_not_even_read() => Assert.Equal(
        PhotoRejection.TooBig, PhotoCheck.Judge(new byte[PhotoCheck.BytesMax + 1]).Rejection);

    [Fact]
    public void A_zero_size_a_second_frame_and_a_wrong_check_sum_are_broken()
    {
        var jpeg = PhotoSamples.Read("baseline.jpg");
        var frame = PhotoSamples.FrameAt(jpeg);
        var length = 2 + ((jpeg[frame + 2] << 8) | jpeg[frame + 3]);
        byte[] twice = [.. jpeg[..frame], .. jpeg[frame..(frame + length)], .. jpeg[frame..]];
        Assert.Equal(PhotoRejection.Broken, PhotoCheck.Judge(twice).Rejection);
        (jpeg[frame + 5], jpeg[frame + 6]) = (0, 0);
        Assert.Equal(PhotoRejection.Broken, PhotoCheck.Judge(jpeg).Rejection);
        var png = PhotoSamples.Read("rgb.png");
        png[^1] ^= 1;
        Assert.Equal(PhotoRejection.Broken, PhotoCheck.Judge(png).Rejection);
        Assert.Equal(PhotoRejection.Broken, PhotoCheck.Judge(PhotoSamples.Png(0, 5, [])).Rejection);
    }

    /// <summary>Ten thousand mutations, seeded: refused or taken, never a fault and never out of bounds.</summary>
    [Fact]
    public void Whatever_is_changed_nothing_breaks()
    {
        var dice = new Random(20261122);
        var taken = 0;
        foreach (var name in new[] { "baseline.jpg", "progressive.jpg", "grey.jpg", "rgb.png", "palette.png" })
        {
            var whole = PhotoSamples.Read(name);
            for (var round = 0; round < 2_000; round++)
            {
                var file = whole.ToArray();
                for (var change = dice.Next(1, 6); change > 0; change--)
                {
                    file[dice.Next(file.Length)] = (byte)dice.Next(256);
                }

                var judged = PhotoCheck.Judge(file.AsSpan(0, dice.Next(4) == 0 ? dice.Next(file.Length) : file.Length));
                Assert.True(judged.Photo is null != judged.Rejection is null);
                taken += judged.Photo is null ? 0 : 1;
            }
        }

        Assert.InRange(taken, 1, 9_999);
    }

    private static CleanPhoto Taken(byte[] file)
    {
        var judged = PhotoCheck.Judge(file);
        return judged.Photo ?? throw new InvalidOperationException($"Refused: {judged.Rejection}");
    }
}
