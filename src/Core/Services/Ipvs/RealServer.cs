using NetPath.Core.Snapshots;

namespace NetPath.Core.Services.Ipvs;

/// <summary>One real server of a virtual server: an endpoint as IPVS knows it.</summary>
/// <param name="Target">Address and port, such as 10.244.120.67:80.</param>
/// <param name="Weight">Its share against the others; 0 for one that gets no new connections.</param>
/// <param name="Evidence">The line of ipvsadm.</param>
internal sealed record RealServer(string Target, int Weight, Evidence Evidence);
