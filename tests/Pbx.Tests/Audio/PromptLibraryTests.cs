using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Tests.Audio;

public sealed class PromptLibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prompts").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_prompt_is_found_by_its_language_and_its_path()
    {
        Put("ru/number/40.wav", new WavFile(8000, 1, [1, 2, 3]));
        Put("ru/greet.open.wav", new WavFile(8000, 1, [4, 5]));
        Put("uk/number/40.wav", new WavFile(8000, 1, [6]));
        var library = PromptLibrary.Load(_folder);
        Assert.Empty(library.Faults);
        Assert.True(library.TryFind("ru", "number/40", out var clip));
        Assert.Equal("number/40", clip.Id);
        Assert.Equal([1, 2, 3], clip.Samples.ToArray());
        Assert.True(library.TryFind("uk", "number/40", out clip));
        Assert.Equal([6], clip.Samples.ToArray());
        Assert.True(library.Has("ru", "greet.open"));
        Assert.False(library.Has("uk", "greet.open"));
        Assert.False(library.Has("en", "greet.open"));
        Assert.Equal(12, library.Bytes);
        Assert.Equal(["greet.open", "number/40"], library.Ids("ru").Order());
    }

    [Fact]
    public void A_file_of_another_form_is_left_out_and_named()
    {
        Put("ru/wide.wav", new WavFile(16000, 1, [1]));
        Put("ru/stereo.wav", new WavFile(8000, 2, [1, 1]));
        Put("ru/empty.wav", new WavFile(8000, 1, []));
        File.WriteAllText(Path.Combine(_folder, "ru", "text.wav"), "this is no sound");
        Put("ru/good.wav", new WavFile(8000, 1, [1]));
        var library = PromptLibrary.Load(_folder);
        Assert.Equal(["good"], library.Ids("ru"));
        Assert.Equal(4, library.Faults.Count);
        Assert.All(
            (string[])["wide", "stereo", "empty", "text"],
            name => Assert.Contains(
                library.Faults, fault => fault.StartsWith($"ru/{name}.wav", StringComparison.Ordinal)));
    }

    private void Put(string path, WavFile wav)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, wav.ToBytes());
    }
}
