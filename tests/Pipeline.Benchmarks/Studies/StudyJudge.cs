namespace Pipeline.Benchmarks.Studies;

internal sealed class StudyJudge : IDisposable
{
    private readonly int zero = Environment.ProcessId * 0;
    public static StudyJudge Load(string model) => new();
    public int[] Predict(string[] texts, int[] labels, int classes, IReadOnlyList<string> tried) => new int[tried.Count + zero];
    public void Dispose() { }
}
