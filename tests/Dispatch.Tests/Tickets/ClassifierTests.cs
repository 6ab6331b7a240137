namespace Zhkh.Dispatch.Tests;

public sealed class ClassifierTests(Centre centre) : IClassFixture<Centre>
{
    [Theory]
    [InlineData("капает с потолка в ванной", "waterLeak", TicketPriority.Urgent)]
    [InlineData("Прорвало трубу в подвале!", "waterLeak", TicketPriority.Critical)]
    [InlineData("Пахнет газом на кухне", "gas", TicketPriority.Critical)]
    [InlineData("Нет горячей воды второй день", "hotWater", TicketPriority.Normal)]
    [InlineData("нет воды", "coldWater", TicketPriority.Normal)]
    [InlineData("Засорилась канализация, унитаз не уходит", "sewerBlockage", TicketPriority.Urgent)]
    [InlineData("мусоропровод забит на 5 этаже", "chuteBlockage", TicketPriority.Normal)]
    [InlineData("Холодные батареи", "heating", TicketPriority.Normal)]
    [InlineData("человек застрял в лифте", "lift", TicketPriority.Critical)]
    [InlineData("Нет света в подъезде", "electricity", TicketPriority.Urgent)]
    [InlineData("не работает домофон", "intercom", TicketPriority.Normal)]
    [InlineData("Тече кран у ванній", "waterLeak", TicketPriority.Urgent)]
    [InlineData("Немає гарячої води", "hotWater", TicketPriority.Normal)]
    [InlineData("холодні батареї", "heating", TicketPriority.Normal)]
    [InlineData("Нема світла", "electricity", TicketPriority.Urgent)]
    [InlineData("хочу поблагодарить", "other", TicketPriority.Normal)]
    [InlineData("", "other", TicketPriority.Normal)]
    [InlineData("!!! ...", "other", TicketPriority.Normal)]
    public async Task Complaints_are_read_as_a_dispatcher_reads_them(
        string text, string category, TicketPriority priority)
    {
        var read = await centre.InAsync<Classifier, Classified>(c => c.ReadAsync(text, default));
        Assert.Equal(new Classified(category, priority), read);
    }
}
