using System.Globalization;

namespace Pipeline.Benchmarks.Studies;

/// <summary>Means and standard deviations over seeds, a row for each set of texts.</summary>
internal sealed class StudyTable(string title, string[] columns, IEnumerable<string> names)
{
    private readonly List<(string Name, List<double[]> Values)> rows = [.. names.Select(name => (name, new List<double[]>()))];

    /// <summary>The values of one seed.</summary>
    public void Add(string name, params double[] values) => rows.Single(row => row.Name == name).Values.Add(values);

    /// <summary>Prints the table.</summary>
    public void Print(int seeds)
    {
        Console.WriteLine($"{title}: balanced accuracy, mean and standard deviation over {seeds} seeds");
        Console.WriteLine($"{"trained on",-44}{string.Concat(columns.Select(column => $"{column,16}"))}");
        foreach (var (name, values) in rows.Where(row => row.Values.Count > 0))
            Console.WriteLine($"{name,-44}{string.Concat(columns.Select((_, i) => $"{Shown([.. values.Select(own => own[i])]),16}"))}");
    }

    private static string Shown(double[] values)
    {
        var mean = values.Average();
        var deviation = values.Length > 1 ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)) : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{mean:.000} ± {deviation:.000}");
    }
}
