using System.Diagnostics;

namespace NetPath.Bench.Measures;

/// <summary>Measured times in milliseconds.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public double this[int index] => _values[index];

    public int Count => _values.Count;

    public double Median => _values.Order().ElementAt(_values.Count / 2);

    public double Least => _values.Min();

    public double Most => _values.Max();

    public void Add(TimeSpan time) => _values.Add(time.TotalMilliseconds);

    public T Time<T>(Func<T> work)
    {
        long begin = Stopwatch.GetTimestamp();
        T result = work();
        Add(Stopwatch.GetElapsedTime(begin));
        return result;
    }
}
